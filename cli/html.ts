/** Text of a page, or the value of an attribute between double quotes. */
export function html(text: string): string {
  const ENTITIES: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

/** A value for a script of the page: nothing in it ends the script's element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}

export function htmlTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[], name: string) =>
    `<tr>${cells.map((cell) => `<${name}>${html(cell)}</${name}>`).join("")}</tr>`;
  return [
    '<div class="wide"><table>',
    `<thead>${line(heading, "th")}</thead>`,
    `<tbody>${rows.map((row) => line(row, "td")).join("\n")}</tbody>`,
    "</table></div>",
  ].join("\n");
}
