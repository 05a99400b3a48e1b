/**
 * The path that an answer gives a code block. Certain is only what is set apart as a path: an attribute or word of the info
 * string, a line in front of the fence that is a path but for its decoration or that introduces the block by it ("Update
 * `src/a.ts`:"), a first comment that is a path. A path that a sentence only mentions is none.
 */

/** The path in an info string: `ts src/a.ts`, `ts:src/a.ts`, `src/a.ts`, `ts title="src/a.ts"`, `12:34:src/a.ts`. */
export function fencePath(info: string): string | undefined {
  const attribute = /\b(?:title|file|filename|filepath|path)\s*[=:]\s*(?:"([^"]+)"|'([^']+)'|([^\s}]+))/i.exec(info);
  if (attribute !== null) return asPath(attribute[1] ?? attribute[2] ?? attribute[3] ?? '');
  const [first = '', ...words] = info.trim().split(/\s+/);
  const behindColon = /^(?:[\w+#-]*:)(?:\d+:)?(.+)$/.exec(first)?.[1];
  for (const word of [behindColon, /^\w+$/.test(first) ? undefined : first, words[0]]) {
    const path = word === undefined ? undefined : asPath(word.replace(/^[(`"']+|[)`"']+$/g, ''));
    if (path !== undefined) return path;
  }
  return undefined;
}

/**
 * @param before the lines in front of the fence.
 * @param code the block's.
 */
export function blockPath(before: readonly string[], code: string): string | undefined {
  const near = before.slice(-2);
  const line = near.at(-1)?.trim() === '' ? near[0] : near.at(-1);
  return introducedPath(line ?? '') ?? commentedPath(code.split('\n', 1)[0] ?? '');
}

/** The path that is all that a comment says: `// src/a.ts`, `# File: a.py`, `<!-- a.html -->`. */
export function commentedPath(line: string): string | undefined {
  const [, text = ''] =
    /^\s*(?:\/\/+|#+|--(?!-)|;+|%+|\/\*+|<!--|\(\*|"""|REM\b)\s*(.*?)\s*(?:\*+\/|-->|\*\)|""")?\s*$/.exec(line) ?? [];
  return asPath(undecorated(text));
}

function introducedPath(line: string): string | undefined {
  const text = line.replace(/^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:#{1,6}\s+)?/, '').trim();
  const isMarked = /^[*_`[]|:$/.test(text) || /^#{1,6}\s/.test(line.trim());
  const alone = asPath(undecorated(text));
  if (alone !== undefined && (isMarked || alone.includes('/')) && !productNames.test(alone)) return alone;
  const [, introduced] = introduction.exec(text) ?? [];
  return introduced === undefined ? undefined : asPath(introduced);
}

/** `Update **\`src/a.ts\`** as follows:` */
const introduction =
  /^[^`]*\b(?:in|to|into|as|file|update|edit|modify|change|create|save|add|updated|modified|changed|new|full|whole|complete|revised|fixed|final)(?:\s+(?:the|a|file|new)){0,2}\s+[*_]*`([^`]+)`[*_]*(?:\s+file)?(?:\s+(?:as follows|like this|with this|with|should be|becomes|is now))?\s*(?:\([^)]*\))?:$/i;

/** What stands around a path that stands alone: emphasis, quotes, `File:`, `(new file)`. */
function undecorated(text: string): string {
  return text
    .replace(/\s*\((?:new|updated|modified|changed|new file|full|complete|excerpt|unchanged)\)\s*:?$/i, '')
    .replace(/^[*_`'"[]+|[*_`'"\]:]+$/g, '')
    .replace(/^(?:new |updated |full )?(?:file|filename|file name|path|in)\s*:?\s*[*_`'"]*\s*/i, (lead) =>
      /[:\s]/.test(lead) ? '' : lead,
    )
    .replace(/^[*_`'"]+|[*_`'":]+$/g, '')
    .trim();
}

/** @returns it with `/`, where it is spelled like a path: a name with an ending, or a well-known one, and folders. */
function asPath(text: string): string | undefined {
  const path = text.replaceAll('\\', '/').replace(/^\.\//, '');
  if (
    path.length > 300 ||
    !/^(?:[a-z]:|~)?\/?(?:[^\s/:*?"<>|`;,=(){}]+\/|[^\s/:*?"<>|`;,=]*[([][\w.-]+[)\]][^\s/:]*\/)*[^\s/:*?"<>|`;,=(){}]+$/i.test(
      path,
    )
  ) {
    return undefined;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const hasEnding = /^[^\s]*[\w\])-]\.(?=[a-z0-9_+]*[a-z])[a-z0-9_+]{1,12}$/i.test(name);
  const isDotFile = /^\.[a-z][\w.-]*$/i.test(name);
  return hasEnding || isDotFile || wellKnownNames.test(name) ? path : undefined;
}

const wellKnownNames =
  /^(?:Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|Vagrantfile|CMakeLists\.txt|LICENSE)$/;

/** Headings that only look like files. */
const productNames =
  /^(?:node|vue|react|next|nuxt|express|three|d3|asp|socket|moment|chart|p5|ember|backbone|angular|alpine|discord)\.(?:js|io|net)$/i;
