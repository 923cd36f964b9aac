/** What the page does not need at its start: one script, fetched after it. */
export { BasketsDialog } from "./dialogs/baskets.js";
export { BatchDialog } from "./dialogs/batch.js";
export { ColumnsDialog } from "./dialogs/columns.js";
export { DownloadDialog } from "./dialogs/download.js";
export { ElsewhereDialog } from "./dialogs/elsewhere.js";
export { HelpDialog } from "./dialogs/help.js";
export { OfferDialog } from "./dialogs/offer.js";
export { ReferencesDialog } from "./dialogs/references.js";
export { ReportDialog } from "./dialogs/report.js";
export { SettingsDialog } from "./dialogs/settings.js";
export { ShareDialog } from "./dialogs/share.js";
export { ShortcutsDialog } from "./dialogs/shortcuts.js";
export { openRequests } from "./openrequests.js";
export { RowMenu } from "./rowmenu.js";
export { SightsRoom } from "./sights/room.js";
export { Tour } from "./tour.js";
