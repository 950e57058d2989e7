/** A value that Terraform fills in later, as it stands inside a text. Renderers carry it and never look into it. */
const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;

/** The part of a text that is known already. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, "");
}
