/**
 * DuckDB-Wasm: SQL over columns, all facets in one statement.
 *
 * It runs in one thread, as on every host that sends no isolation headers.
 */
import * as duckdb from "@duckdb/duckdb-wasm";
import { tableFromArrays, tableToIPC } from "apache-arrow";

class Duck {
  static async make(columns) {
    const folder = new URL("duckdb/", self.location.href).href;
    const worker = new Worker(`${folder}duckdb-browser-eh.worker.js`);
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await database.instantiate(`${folder}duckdb-eh.wasm`);
    const peer = new Duck(columns.facets, await database.connect());
    await peer.#fill(columns, database);
    return peer;
  }

  constructor(facets, connection) {
    this.facets = facets;
    this.connection = connection;
  }

  async #fill(columns, database) {
    const { connection } = this;
    const arrays = { size: columns.sizes, selected: columns.selected };
    for (const { name, codes } of columns.facets) arrays[name] = codes;
    arrays.id = Uint32Array.from({ length: columns.rows }, (_, row) => row);
    const table = tableToIPC(tableFromArrays(arrays), "stream");
    await connection.insertArrowFromIPCStream(table, { name: "numbers" });
    await database.registerFileText("names.csv", `name\n${columns.lines}`);
    await connection.query(`
      create table named as select row_number() over () - 1 as id, name
      from read_csv('names.csv', header = true, delim = '|', parallel = false)`);
    await connection.query(`
      create table products as
      select numbers.* replace (size::bigint as size), name
      from numbers join named using (id) order by id`);
    await connection.query("drop table numbers; drop table named");
  }

  async remove() {
    await this.connection.query("begin transaction");
    await this.connection.query("delete from products where selected = 1");
  }

  async restore() {
    await this.connection.query("rollback");
  }

  async query(query) {
    const found = await this.connection.query(this.statement(query));
    const column = (name) => found.getChild(name).toArray();
    const [facet, code, files, bytes, taken] = [
      ...["facet", "code", "files", "bytes", "taken"].map(column),
    ];
    const counts = Object.fromEntries(this.facets.map(({ name }) => [name, {}]));
    let totals = [0, 0, 0];
    for (let row = 0; row < facet.length; row += 1) {
      if (facet[row] < 0) {
        totals = [files[row], bytes[row], taken[row]];
      } else {
        const { name, values } = this.facets[facet[row]];
        counts[name][values[code[row]]] = files[row];
      }
    }
    return [...totals, counts];
  }

  /**
   * One statement for everything. What several parts read is looked for once: the rows
   * whose name and size fit, and of those the rows that pass every facet.
   */
  statement(query) {
    const filters = new Map(
      this.facets.flatMap(({ name, values }) => {
        const codes = query.facets[name]?.map((value) => values.indexOf(value));
        return codes ? [[name, `"${name}" in (${codes.join(",")})`]] : [];
      }),
    );
    const but = (left) => [...filters].filter(([name]) => name !== left);
    const where = (all) => (all.length ? `where ${all.join(" and ")}` : "");
    const named = conditions(query);
    const base = named.length ? "base" : "products";
    const shown = filters.size ? "shown" : base;
    const shared = [];
    const share = (name, from, all) =>
      shared.push(`${name} as materialized
        (select columns(c -> c <> 'name') from ${from} ${where(all)})`);
    if (named.length) share("base", "products", named);
    if (filters.size) share("shown", base, [...filters.values()]);
    const parts = [
      `select -1 as facet, 0 as code, count(*)::double as files,
        coalesce(sum(size), 0)::double as bytes,
        coalesce(sum(selected), 0)::double as taken from ${shown}`,
    ];
    this.facets.forEach(({ name }, place) => {
      const own = filters.has(name);
      const rest = own ? but(name).map(([, condition]) => condition) : [];
      parts.push(`select ${place}, "${name}"::int, count(*)::double, 0, 0
        from ${own ? base : shown} ${where(rest)} group by "${name}"`);
    });
    const head = shared.length ? `with ${shared.join(", ")} ` : "";
    return head + parts.join(" union all ");
  }
}

/** What a query says of names and sizes, as conditions. */
function conditions({ text, smallest, largest }) {
  const found = [];
  if (/^\*[^*?]+$/.test(text)) found.push(`ends_with(name, '${text.slice(1)}')`);
  else if (/[*?]/.test(text)) found.push(`name glob '${text}'`);
  else if (text) found.push(`contains(name, '${text}')`);
  if (smallest !== null) found.push(`size >= ${smallest}`);
  if (largest !== null) found.push(`size <= ${largest}`);
  return found;
}

export default Duck;
