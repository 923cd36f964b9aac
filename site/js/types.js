/**
 * The shapes that cross the border between the page and the Python library.
 *
 * Texts are ready to be shown: the page counts, measures and names nothing itself.
 * This module holds types only.
 */

/** @typedef {typeof import("../../pylib/skybasket/app/words/en.json").page} Words */

/** @typedef {{ enabled: boolean, hint: string }} Action */

/**
 * @typedef {"download" | "batch" | "references" | "remove_selected" | "remove_all" | "undo" | "redo"
 *   | "expand_all" | "collapse_all" | "reset_filters" | "check_all"} ActionName
 */

/** @typedef {true | false | "mixed"} Checked */

/**
 * @typedef {object} Summary
 * @property {string} selected
 * @property {string} size
 * @property {string} unknown
 * @property {string} shown
 * @property {string} hidden
 */

/**
 * @typedef {object} FacetValue
 * @property {string} value
 * @property {string} label
 * @property {string} help
 * @property {string} count
 * @property {number} share  Length of the bar, 0 to 1.
 * @property {boolean} chosen
 * @property {boolean} empty
 */

/**
 * @typedef {object} FacetGroup
 * @property {string} facet
 * @property {string} label
 * @property {string} help
 * @property {FacetValue[]} values
 * @property {number} chosen  How many values are chosen.
 * @property {string} more  What the button that unfolds or folds the list says.
 * @property {boolean} all
 * @property {string} search
 * @property {string} found  How many values have what is searched for.
 * @property {boolean} searchable
 */

/** @typedef {{ number: string, unit: string }} SizeBound */

/**
 * @typedef {object} SizeFilter
 * @property {SizeBound} from
 * @property {SizeBound} to
 * @property {string[]} units
 * @property {string} error
 * @property {string} note
 */

/**
 * @typedef {object} Filters
 * @property {boolean} active
 * @property {{ on: boolean, enabled: boolean, note: string }} recommended
 * @property {string} name
 * @property {SizeFilter} size
 * @property {FacetGroup[]} groups
 */

/** @typedef {import("./treetypes.js").Row} Row */
/** @typedef {import("./treetypes.js").RowWindow} RowWindow */
/** @typedef {import("./treetypes.js").RowPage} RowPage */
/** @typedef {import("./treetypes.js").Column} Column */
/** @typedef {import("./treetypes.js").Tree} Tree */

/**
 * @typedef {object} View
 * @property {number} generation  Changes whenever any row may look different.
 * @property {number} files  Files in the basket.
 * @property {string} title
 * @property {Summary} summary
 * @property {{ value: number, label: string, over: boolean }} meter
 * @property {Record<ActionName, Action>} actions
 * @property {number} pane  Changes whenever the filters may look different.
 * @property {Filters | null} filters  Null if the page has them, or is to ask for them.
 * @property {Tree} tree
 * @property {RowWindow | null} rows
 * @property {{ count: number, label: string, hint: string } | null} incomplete
 * @property {{ products: string, time: string }} footer
 * @property {string} message
 * @property {Report | null} report  What came of a list, once.
 * @property {Offer | null} offer  A basket that came, once.
 * @property {boolean} history  Whether a history came as a file.
 * @property {import("./keeptypes.js").Looking | null} looking
 * @property {import("./keeptypes.js").Kept | null} kept
 * @property {string} file  What the basket is called as a file.
 * @property {string} baskets  What the button says that opens the list of baskets.
 */

/**
 * What came of a list that was opened.
 * @typedef {object} Report
 * @property {string} title
 * @property {string[]} lines
 * @property {string[]} refused
 * @property {string} cut
 * @property {boolean} undo
 * @property {number} observations
 * @property {string} names
 */

/**
 * What a link into the page asks for, to be done in this order.
 * @typedef {object} Arrival
 * @property {Offer | null} offer  What somebody shared: asked about first.
 * @property {boolean} open  Files that the link itself names.
 * @property {{ address: string, name: string }[]} fetch  Lists to fetch and open.
 * @property {string[]} save  Addresses of lists that the page does not fetch.
 * @property {boolean} search  Products to fetch from the archive.
 * @property {boolean} settle  What holds once all that has come.
 */

/** @typedef {import("./keeptypes.js").Offer} Offer */
/** @typedef {import("./searchtypes.js").ArchiveRequest} ArchiveRequest */
/** @typedef {import("./searchtypes.js").Search} Search */
/** @typedef {import("./searchtypes.js").FoundPage} FoundPage */
/** @typedef {import("./searchtypes.js").Completing} Completing */

/**
 * @typedef {"complete_begin" | "complete_answer" | "complete_fail" | "complete_stop"}
 *   CompletingCommand
 */

/**
 * @typedef {"search_begin" | "search_list" | "search_products" | "search_answer"
 *   | "search_fail" | "search_stop" | "found_sort" | "found_choose"
 *   | "found_choose_all" | "arrive_search"} SearchCommand
 */

/**
 * @typedef {object} DetailsField
 * @property {string} label
 * @property {string[]} values
 * @property {boolean} code
 * @property {boolean} copy
 * @property {string} link
 * @property {string} help
 * @property {{ id: string, name: string }[]} rows  Other files; those that are in the
 *   basket have an id.
 */

/**
 * @typedef {object} Details
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {string} description
 * @property {DetailsField[]} fields
 * @property {{ url: string, filename: string } | null} download
 * @property {string} note
 * @property {Breakdown[]} tables  Of a folder's files.
 * @property {import("./sighttypes.js").Preview | null} preview
 */

/**
 * @typedef {{ label: string, cells: { count: string, size: string, hint: string }[] }}
 *   BreakdownRow
 * @typedef {{ title: string, columns: string[], rows: BreakdownRow[], total: BreakdownRow }}
 *   Breakdown
 */

/** @typedef {import("./plantypes.js").Method} Method */
/** @typedef {import("./plantypes.js").ForeignFile} ForeignFile */
/** @typedef {import("./plantypes.js").ForeignFiles} ForeignFiles */
/** @typedef {import("./plantypes.js").FileNotes} FileNotes */
/** @typedef {import("./plantypes.js").LayoutChoice} LayoutChoice */
/** @typedef {import("./plantypes.js").JobsChoice} JobsChoice */
/** @typedef {import("./plantypes.js").FolderRow} FolderRow */
/** @typedef {import("./plantypes.js").Folder} Folder */
/** @typedef {import("./plantypes.js").Form} Form */
/** @typedef {import("./plantypes.js").Bundles} Bundles */
/** @typedef {import("./plantypes.js").Opening} Opening */
/** @typedef {import("./plantypes.js").PlanText} PlanText */
/** @typedef {import("./plantypes.js").Plan} Plan */

/**
 * What the other commands answer.
 * @typedef {object} OtherAnswers
 * @property {Record<string, never>} begin
 * @property {{ more: boolean, share: number }} read_on
 * @property {RowPage} rows
 * @property {{ index: number | null }} locate
 * @property {{ index: number | null, message: string }} find_row
 * @property {import("./rowmenu.js").Menu} row_menu
 * @property {{ filters: Filters | null }} pane
 * @property {Details} details
 * @property {{ more: boolean, foretells: boolean }} prepare
 * @property {Plan} download
 * @property {{ requests: string[] }} lookup
 * @property {Record<string, never>} looked_up
 * @property {FoundPage} found_rows
 * @property {Arrival} arrive
 * @property {Guide} guide
 */

/** @typedef {{ title: string, text: string }} TourStep */

/**
 * What explains the page.
 * @typedef {object} Guide
 * @property {string[]} about
 * @property {TourStep[]} tour
 * @property {{ term: string, text: string }[]} glossary
 */

/**
 * @typedef {Record<ViewCommand, View> & Record<SearchCommand, Search>
 *   & Record<CompletingCommand, Completing> & import("./keeptypes.js").ShelfAnswers
 *   & import("./historytypes.js").HistoryAnswers
 *   & import("./batchtypes.js").BatchAnswers
 *   & import("./referencetypes.js").ReferenceAnswers
 *   & import("./sighttypes.js").SightAnswers & OtherAnswers}
 *   Answers
 */

/**
 * The commands that answer a View.
 * @typedef {"view" | "open" | "take_products" | "take_completion" | "references_add" | "arrive_open" | "arrive_settle"
 *   | "filter_recommended" | "filter_value" | "filter_only" | "filter_clear" | "filter_name" | "filter_size" | "filter_reset" | "list_facet"
 *   | "sort" | "columns" | "expand" | "expand_all" | "expand_beside" | "expand_below" | "check" | "check_all" | "check_range" | "check_mark" | "select_like" | "remove_row" | "remove_selected"
 *   | "remove_all" | "undo" | "redo" | import("./keeptypes.js").BasketCommand
 *   | import("./historytypes.js").HistoryViewCommand} ViewCommand
 */

/** @typedef {(command: ViewCommand, args?: object) => void} Send */

/** @typedef {(stage: keyof Words["engine"]["stages"]) => void} OnStage */

/** @typedef {{ name: string, content: ArrayBuffer }} Wheel  A Python package as a file. */
/** @typedef {{ micropip: Wheel, segno: Wheel }} DrawingWheels */

/**
 * What worker.js offers to the page.
 * @typedef {object} Adapter
 * @property {(settings: string, language: string) => Promise<void>} start
 * @property {() => Promise<void>} complete
 * @property {(command: string, args: string) => Promise<string>} call
 * @property {(buffer: ArrayBuffer) => Promise<void>} receive
 * @property {(command: string, args: string) => Promise<Uint8Array<ArrayBuffer>>} blob
 * @property {(command: string, args: string, onPiece: (piece: string) => void) => Promise<void>} pieces
 * @property {(wheels: DrawingWheels) => Promise<void>} prepareDrawing
 */

export {};
