import { mayBeComment } from './lexLines.ts';

/** A line that stands for lines of the document: `// ... rest of the code unchanged`, `...`, in comments of any kind. */
export function isElision(line: string): boolean {
  const text = line.trim();
  if (text === '') return false;
  if (dots.test(text)) return true;
  const comment = commentText(text);
  return comment !== undefined && saysElided(comment);
}

/** A line of code that leaves something out within itself: `function f() { ... }`, `def f(self): ...`. */
export function hasInnerElision(line: string): boolean {
  for (const [, inner = ''] of line.matchAll(/[({[]\s*(\/\*.*?\*\/|\.{3}|…)\s*[)}\]]/g)) {
    if (dots.test(inner) || saysElided(commentText(inner) ?? '')) return true;
  }
  return /:\s*(?:\.{3}|…)\s*$/.test(line) || /(?:=|return)\s*(?:\.{3}|…)\s*;?\s*$/.test(line);
}

/** A comment that hardly any code has, though it may not be an elision by its place: what stands there is not all. */
export function soundsElided(line: string): boolean {
  const text = /(?:\/\/|\/\*|#|--|<!--|;)(.*)$/.exec(line)?.[1];
  return (
    text !== undefined &&
    /^\s*(?:removed|deleted)\b|\b(?:removed|deleted)\s*(?:[,.:;*]|$)|\b(?:as before|unchanged|same as|(?:remains?|stays?) the same|existing (?:code|logic|implementation|methods?)|rest of (?:the|your)|omitted|for brevity|previous code|your (?:code|logic|implementation)|(?:code|logic|implementation) (?:here|goes here))\b/i.test(
      text,
    )
  );
}

/** A comment that tells a reader where code goes, which is no part of the code. */
export function saysPlace(line: string, languageId: string): boolean {
  const text = commentText(line, languageId);
  return (
    text !== undefined &&
    /^(?:(?:add|put|insert|place|paste) (?:this|these|it|the following)\b.{0,60}|(?:at|near|towards) the (?:very )?(?:top|bottom|end|beginning|start) of (?:the|your|this) (?:file|class|module|component|function|script)\b.{0,20})$/i.test(
      text,
    )
  );
}

/**
 * What a comment that fills the line says; `undefined` where it does not. Without a language, comments of any count: with
 * one, `#field` of a class, `#id` of a stylesheet and `--variable` are none.
 */
export function commentText(line: string, languageId?: string): string | undefined {
  const text = line.trim();
  if (languageId !== undefined && /^(?:#|--(?!>)|;|%)/.test(text) && !mayBeComment(text, languageId)) return undefined;
  const inJsx = /^\{\s*(\/\*.*\*\/)\s*\}$/.exec(text)?.[1] ?? text;
  const [, inner] =
    /^(?:\/\/+|#+(?!!|\[|include|define|if|endif|pragma)|--(?!-)|;+|%+|\/\*+|\*(?=\s)|<!--|\(\*|\{-|REM\b)(.*?)(?:\*+\/|-->|\*\)|-\})?$/s.exec(
      inJsx,
    ) ?? [];
  return inner?.trim();
}

const dots = /^(?:\.{3,}|…+|\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\))[,;]?$/;

/** Words that only a remark about code left out has. */
function saysElided(comment: string): boolean {
  const text = comment
    .trim()
    .replace(/[-=*~ ]{3,}$|^[-=*~ ]{3,}/g, '')
    .trim();
  if (dots.test(text)) return true;
  const inner = text.replace(/^[([{]+|[)\]}]+$/g, '').trim();
  const bare = inner
    .replace(/^(?:\.{2,}|…+)\s*|\s*(?:\.{2,}|…+)$/g, '')
    .replace(/^[([]|[)\]]$/g, '')
    .trim();
  const isDotted = bare !== inner;
  if (isDotted && (bare === '' || dottedWords.test(bare))) return true;
  return remarks.some((remark) => remark.test(bare));
}

const dottedWords =
  /\b(?:rest|remaining|remainder|remains?|existing|unchanged|same|other|others|previous|omitted|elided|skipped|before|above|below|code|implementation|logic|body|content|contents|methods?|functions?|imports?|fields?|props|properties|routes|tests?|cases|etc|more|snip|as is|stays?)\b/i;

const remarks: readonly RegExp[] = [
  /^(?:the |all |all the )?(?:rest|remainder)(?: of)?\b(?!.*\bapi\b).*$/i,
  /^(?:the |all |all the |all of the )?(?:remaining|existing|other|previous|original|your existing|your original|your other|your remaining)\b[\w\s,/'`()-]*\b(?:code|implementation|logic|body|methods?|functions?|imports?|fields?|props|properties|routes|tests?|cases|content|contents|lines|parts?|members?|definitions?|styles|rules|handlers?|config|configuration|settings|options|entries|services|dependencies|scripts|columns|classes|elements|markup|sections?|variables|constants|statements|declarations)(?: (?:here|above|below|goes here|go here|unchanged|remains?|stays?|continues?|remain unchanged|remains unchanged|stay the same|remain the same|remains the same|as before|as is))?[.:]?$/i,
  /^[\w\s,'`/()-]{0,60}\b(?:remains?|stays?|is|are|left|kept|keep)\b[\w\s]{0,20}\b(?:unchanged|the same|as is|as before|as it was|untouched)(?: (?:as before|here|for now|as in the original))?[.:]?$/i,
  /^(?:no changes?|unchanged|same as (?:before|above|original|the original)|as before|omitted|elided|snip|code omitted|omitted for brevity|skipped|identical to)\b.*$/i,
  /^[\w\s'`()]*\b(?:omitted|unchanged|left out)(?: (?:here|code|for brevity|for clarity))*[.]?$/i,
  /^(?:the )?same\b.*\b(?:as|like)\b.*\b(?:before|above|earlier|original|now|existing)\b.*$/i,
  /^(?:keep|leave)\b.*\b(?:existing|rest|same|unchanged|as is|other|others|remaining)\b.*$/i,
  /^(?:your|the|rest of|insert|put|add)\b.{0,20}\b(?:code|logic|implementation|methods|functions) (?:here|goes here|go here)[.]?$/i,
  /^(?:code|implementation|logic|body)(?: (?:here|goes here|continues|as before|unchanged))[.]?$/i,
];
