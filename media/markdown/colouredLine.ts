const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/**
 * The element of one line of `highlightLines`. Made of `span`s, their classes and text, whatever the HTML says: so it needs
 * no sanitizing, which takes longer than all the rest.
 */
export function colouredLine(html: string): HTMLElement {
  const line = document.createElement('span');
  let parent: HTMLElement = line;
  for (const [found, classes] of html.matchAll(/<span class="([^"]*)">|<\/span>|<|[^<]+/g)) {
    if (classes !== undefined) {
      const span = document.createElement('span');
      span.className = classes;
      parent.append(span);
      parent = span;
    } else if (found === '</span>') parent = parent.parentElement ?? line;
    else parent.append(found.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => entities[name] ?? ''));
  }
  return line;
}
