/** Arquero: tables of typed columns, filtered and grouped. */
import * as aq from "arquero";
import { nameTest, passing } from "./columns.js";

class Arquero {
  static async make(columns) {
    return new Arquero(columns);
  }

  constructor(columns) {
    this.facets = columns.facets;
    const found = { size: columns.sizes, selected: columns.selected };
    for (const { name, codes } of columns.facets) found[name] = codes;
    this.every = aq.table({ ...found, name: columns.names });
    this.present = this.every;
  }

  remove() {
    this.present = this.every.filter("d => d.selected === 0").reify();
  }

  restore() {
    this.present = this.every;
  }

  query(query) {
    const base = this.#base(query);
    const tests = passing(this.facets, query);
    const but = (left) => {
      const kept = tests.filter(({ name }) => name !== left);
      if (kept.length === 0) return base;
      const fits = (row) => kept.every(({ name, table }) => table[row[name]] === 1);
      return base.filter(aq.escape(fits));
    };
    const shown = but("");
    const counts = {};
    for (const { name, values } of this.facets) {
      const isTested = tests.some((test) => test.name === name);
      const grouped = (isTested ? but(name) : shown).groupby(name).count();
      counts[name] = Object.fromEntries(
        grouped.objects().map((found) => [values[found[name]], found.count]),
      );
    }
    const { files, bytes, taken } = shown
      .rollup({
        files: aq.op.count(),
        bytes: "d => op.sum(d.size)",
        taken: "d => op.sum(d.selected)",
      })
      .object();
    return [files, bytes ?? 0, taken ?? 0, counts];
  }

  #base({ text, smallest, largest }) {
    let table = this.present;
    if (text) {
      const fits = nameTest(text);
      table = table.filter(aq.escape((row) => fits(row.name)));
    }
    if (smallest === null && largest === null) return table;
    const [low, high] = [smallest ?? 0, largest ?? Number.POSITIVE_INFINITY];
    return table.filter(aq.escape((row) => row.size >= low && row.size <= high));
  }
}

export default Arquero;
