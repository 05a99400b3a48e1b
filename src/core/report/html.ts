/** Text as HTML shows it, in an element or in a quoted attribute: no markup, whatever it spells. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
