/** itemsjs: a search engine with facets in memory; it counts and adds up nothing. */
import itemsjs from "itemsjs";
import { isNarrow, NameSearch } from "./columns.js";

class Items {
  static async make(columns) {
    return new Items(columns);
  }

  constructor(columns) {
    this.columns = columns;
    this.search = new NameSearch(columns);
    this.hasGone = false;
    const aggregations = {};
    for (const { name } of columns.facets) {
      aggregations[name] = { size: 300, conjunction: false };
    }
    const rows = columns.objects;
    rows.forEach((row, place) => {
      row.id = place + 1;
    });
    this.engine = itemsjs(rows, { native_search_enabled: false, aggregations });
  }

  remove() {
    this.hasGone = true;
  }

  restore() {
    this.hasGone = false;
  }

  query(query) {
    const options = { filters: query.facets, per_page: 60, page: 1 };
    if (isNarrow(query) || this.hasGone) options._ids = this.#ids(query);
    const { data, pagination } = this.engine.search(options);
    const counts = {};
    for (const { name } of this.columns.facets) {
      counts[name] = Object.fromEntries(
        data.aggregations[name].buckets.map((found) => [found.key, found.doc_count]),
      );
    }
    return [pagination.total, null, null, counts];
  }

  /** What it is told to search in: it knows neither parts of words nor ranges. */
  #ids({ text, smallest, largest }) {
    const { rows, selected, sizes } = this.columns;
    const [low, high] = [smallest ?? 0, largest ?? Number.POSITIVE_INFINITY];
    const ids = [];
    const add = (row) => {
      if (this.hasGone && selected[row]) return;
      if (sizes[row] >= low && sizes[row] <= high) ids.push(row + 1);
    };
    if (text) this.search.find(text).forEach(add);
    else for (let row = 0; row < rows; row += 1) add(row);
    return ids;
  }
}

export default Items;
