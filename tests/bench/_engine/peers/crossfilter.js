/** crossfilter2: a dimension a facet, which keeps all counts up to date as filters change. */
import crossfilter from "crossfilter2";
import { nameTest } from "./columns.js";

class Crossfilter {
  static async make(columns) {
    return new Crossfilter(columns);
  }

  constructor({ facets, objects }) {
    const data = crossfilter(objects);
    this.facets = facets.map(({ name }) => {
      const dimension = data.dimension((row) => row[name]);
      return { name, dimension, group: dimension.group() };
    });
    this.name = data.dimension((row) => row.name);
    this.size = data.dimension((row) => row.size);
    this.selected = data.dimension((row) => row.selected);
    const all = (value) => data.groupAll().reduceSum(value);
    this.totals = [
      data.groupAll(),
      all((row) => row.size),
      all((row) => row.selected),
    ];
    /** What each dimension is filtered by now, so that only changes are applied. */
    this.now = new Map();
  }

  remove() {
    this.selected.filterExact(0);
  }

  restore() {
    this.selected.filterAll();
  }

  query({ facets, text, smallest, largest }) {
    for (const { name, dimension } of this.facets) {
      this.#apply(dimension, facets[name], (values) => {
        if (values.length === 1) dimension.filterExact(values[0]);
        else dimension.filterFunction((value) => values.includes(value));
      });
    }
    this.#apply(this.name, text, (wanted) => {
      this.name.filterFunction(nameTest(wanted));
    });
    const range =
      smallest === null && largest === null ? undefined : [smallest, largest];
    this.#apply(this.size, range, ([low, high]) => {
      const end = high === null ? Number.POSITIVE_INFINITY : high + 1;
      this.size.filterRange([low ?? 0, end]);
    });
    const counts = {};
    for (const { name, group } of this.facets) {
      counts[name] = Object.fromEntries(
        group.all().map(({ key, value }) => [key, value]),
      );
    }
    return [...this.totals.map((total) => total.value()), counts];
  }

  #apply(dimension, wanted, filter) {
    const written = JSON.stringify(wanted || null);
    if ((this.now.get(dimension) ?? "null") === written) return;
    this.now.set(dimension, written);
    if (wanted) filter(wanted);
    else dimension.filterAll();
  }
}

export default Crossfilter;
