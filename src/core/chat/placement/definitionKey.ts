/**
 * What a line defines, as a key by which the same definition is found again in another text: `value:name`, `class:Name`,
 * `type:name` (an interface and a constant may share a name), `impl:Trait for Type`, `call:it does this`, `rule:.button`.
 *
 * @param header the first line of the definition, and what follows of it up to its body.
 * @param opensBody a block follows.
 */
export function definitionKey(header: string, languageId: string, opensBody: boolean): string | undefined {
  const text = header.trim();
  if (text === '' || text.length > 2_000) return undefined;
  if (isStylesheet(languageId)) {
    return opensBody ? `rule:${text.replace(/\{.*$/s, '').replace(/\s+/g, ' ').trim()}` : property(text);
  }
  const code = text.replace(modifiers, '');
  const receiver = /^func\s+\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*(\w+)/.exec(code);
  if (receiver !== null) return `value:${receiver[1]}.${receiver[2]}`;
  if (/^impl\b/.test(code)) return `impl:${code.replace(/\s*(?:where\b.*|\{.*)$/s, '').replace(/\s+/g, ' ')}`;
  const made =
    /^(?:create(?:\s+or\s+replace)?(?:\s+(?:unique|temporary|temp|materialized))*)\s+(\w+)\s+(?:if\s+not\s+exists\s+)?([\w."`]+)/i.exec(
      code,
    );
  if (made !== null) return `value:${made[1]?.toLowerCase()} ${made[2]}`;
  const routine =
    /^(?:(?:def|defp|func|fn|fun|function|sub|proc|procedure|defmacro)\b|macro_rules!)\s*\*?\s*(?:<[^>]*>\s*)?(?:self\.)?([\w$.?!:-]+)/.exec(
      code,
    );
  if (routine !== null) return `value:${routine[1]?.replace(/:$/, '')}`;
  const type = /^(?:interface|type|typedef)\s+([\w$.]+)/.exec(code);
  if (type !== null) return `type:${type[1]}`;
  const kind =
    /^(?:class|struct|enum(?:\s+class)?|trait|union|record(?:\s+(?:class|struct))?|object|module|defmodule|mod|namespace|protocol|extension|actor)\s+([\w$.:]+)(?!\s*[*&]|[\w$.:]|\s+(?!constructor)\w+\s*\()/.exec(
      code,
    );
  // A class and its constructor have one name.
  if (kind !== null) return `class:${kind[1]?.replace(/:+$/, '')}`;
  const macro = /^#\s*define\s+(\w+)/.exec(code);
  if (macro !== null) return `value:${macro[1]}`;
  const declared = /^(?:const|let|var|val|static|mut|local|my|our)\s+(?:mut\s+)?([\w$]+)\b(?!\s*,)/.exec(code);
  if (declared !== null) return `value:${declared[1]}`;
  if (/^constructor\s*\(/.test(code)) return 'value:constructor';
  const called = /^([\w$.]+)\s*\(\s*(["'`])((?:(?!\2).)*)\2/.exec(code);
  if (called !== null && opensBody) return `call:${called[1]} ${called[3]}`;
  if (opensBody) {
    const name = /^(?:[\w$<>[\],.?&*:~\s]*?[\s*&])??([#~]?[\w$][\w$:~]*|operator\s*\S+)\s*(?:<[^()]*>)?\s*\(/.exec(
      code,
    )?.[1];
    // A call has its bracket open where the definition of a function has its body.
    const isCall = code.split('(').length !== code.split(')').length;
    if (name !== undefined && !isCall && !control.test(code) && !control.test(name)) return `value:${name}`;
  }
  if (/^export\s+default\b/.test(text)) return 'value:default export';
  const accessors = /\b([\w]+)\s*\{\s*(?:get|set|init)\b/.exec(code)?.[1];
  if (accessors !== undefined) return `value:${accessors}`;
  const assigned = /^((?:self\.|this\.|module\.|exports\.)?[\w$.]+)(?:\s*:\s*[^=]+?)?\s*(?:=(?![=~>])|<-|:=)/.exec(
    code,
  );
  if (assigned !== null) return `value:${assigned[1]}`;
  // A statement with a body is known by how it begins.
  return property(text) ?? (opensBody ? `head:${text.replace(/\s+/g, ' ')}` : undefined);
}

/** A definition that has definitions of its own. */
export function isContainer(header: string): boolean {
  const code = header.trim().replace(modifiers, '');
  return /^(?:class|struct|interface|trait|union|record|object|module|defmodule|mod|namespace|protocol|extension|actor|impl|enum|(?:describe|suite|context)(?=[\w.]*\(\s*["'`]))\b/.test(
    code,
  );
}

export function isImport(line: string, languageId: string): boolean {
  const text = line.trim();
  // Several statements on one line.
  if (/;\s*[\p{L}_$]/u.test(text)) return false;
  if (languageId === 'go') return /^import\b/.test(text);
  if (languageId === 'python') return /^(?:import\s+\w|from\s+[\w.]+\s+import\b)/.test(text);
  if (['c', 'cpp', 'objective-c', 'objective-cpp', 'cuda-cpp'].includes(languageId))
    return /^#\s*(?:include|import)\b/.test(text);
  if (languageId === 'csharp') return /^(?:global\s+)?using\s+(?:static\s+)?[\w.]+(?:\s*=\s*[\w.<>]+)?;/.test(text);
  if (languageId === 'rust') return /^(?:pub(?:\([^)]*\))?\s+)?(?:use\s|extern\s+crate\b)/.test(text);
  if (languageId === 'php') return /^use\s+[\w\\]/.test(text);
  if (languageId === 'ruby') return /^require(?:_relative)?\s/.test(text);
  if (/^(?:typescript|javascript)/.test(languageId)) {
    return (
      /^import\b(?!\s*\()/.test(text) ||
      /^(?:const|let|var)\s+[\w${},:\s]+=\s*require\s*\(\s*['"][^'"]+['"]\s*\)(?:\.\w+)?;?$/.test(text)
    );
  }
  return /^import\s+[\w."'{]/.test(text);
}

/** The words of a preamble of which a file has one. */
export function preambleKind(line: string): string | undefined {
  return /^\s*(package|namespace|library|part of|<\?php|#!|#pragma once)/.exec(line)?.[1];
}

/** What stands in front of imports: `package`, `'use strict'`, a shebang, `namespace x;`. */
export function isPreamble(line: string): boolean {
  return /^(?:#!|<\?php\b|package\s+[\w.]+;?$|namespace\s+[\w.\\]+;$|["']use \w+["'];?$|#pragma once|from\s+__future__\b|@file:|library\s+\w+;|part of\b)/.test(
    line.trim(),
  );
}

function property(text: string): string | undefined {
  const [, quoted, plain] = /^(?:"((?:\\.|[^"\\])+)"|'[^']+'|([\w$@./-]+))\??\s*(?::(?!:)|=>)/.exec(text) ?? [];
  const name = quoted ?? plain;
  return name === undefined || control.test(name) ? undefined : `value:${name}`;
}

export function isStylesheet(languageId: string): boolean {
  return ['css', 'scss', 'less'].includes(languageId);
}

const control =
  /^(?:if|else|elif|for|foreach|while|do|switch|match|catch|try|finally|return|with|using|lock|await|yield|throw|raise|new|super|assert|print|case|default|unless|until|when|loop|select|go|defer|del|pass|break|continue|public|private|protected)\b/;

const modifiers =
  /^(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|override|virtual|readonly|open|sealed|partial|inline|extern(?:\s+"[^"]*")?|unsafe|pub(?:\([^)]*\))?|const(?=\s+(?:fn|unsafe|enum)\b)|suspend|data|mutating|synchronized|native|constexpr|explicit|friend|tailrec|operator(?=\s+fun)|infix|lateinit|companion|inner|implicit|lazy|case(?=\s+class)|fileprivate|required|convenience|nonisolated|local(?=\s+function)|get(?=\s+[\w$#]+\s*\()|set(?=\s+[\w$#]+\s*\()|\*(?=\s*\w))\s+)*/;
