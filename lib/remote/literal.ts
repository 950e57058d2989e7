/** A cdktf token as it stands inside a string: left alone, it becomes a Terraform reference at synth. */
const TOKEN = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;

/** What stands in the way inside the quotes of an expression; controls stand there by their numbers. */
const BREAKS_QUOTES = /["\\\p{C}]/gu;

/** Signs that Terraform would read together with a brace, or with the reference that follows. */
const SIGNS_BEFORE_BRACE = /[$%]+(?=\{)/g;
const SIGNS_BEFORE_BRACE_OR_END = /[$%]+(?=\{|$)/g;

/**
 * Text that Terraform must carry unchanged: the one way by which text enters a Terraform string.
 *
 * Terraform reads `${` and `%{` in every JSON string as the start of a template. The usual escapes (`$${`) go wrong after
 * another `$`, so the signs themselves are written as a template of their own: `${"$"}{`.
 */
export function literal(text: string): string {
  return text
    .split(TOKEN)
    .map((part, index, parts) => {
      if (index % 2 === 1) return part;
      const isLast = index === parts.length - 1;
      const signs = isLast ? SIGNS_BEFORE_BRACE : SIGNS_BEFORE_BRACE_OR_END;
      return part.replace(signs, (match) => `\${"${match}"}`);
    })
    .join("");
}

/** A text as a string inside an expression: `"…"`, as it stands between `${` and `}`. */
export function quotedLiteral(text: string): string {
  const parts = text.split(TOKEN);
  const quoted = parts.map((part, index) =>
    index % 2 === 1 ? part : part.replace(BREAKS_QUOTES, escaped),
  );
  return `"${literal(quoted.join(""))}"`;
}

function escaped(sign: string): string {
  if (sign === '"' || sign === "\\") return `\\${sign}`;
  return `\\U${sign.codePointAt(0)!.toString(16).padStart(8, "0")}`;
}
