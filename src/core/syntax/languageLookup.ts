import { type SyntaxLanguage, syntaxLanguages } from '../../../syntaxes/languages.ts';

/** The language of VS Code's identifier `id`; `undefined` where its syntax is not understood. */
export function languageOfId(id: string): SyntaxLanguage | undefined {
  return byId.get(id);
}

/** The language of a file, by its ending; `undefined` where its syntax is not understood. `path` has `/`. */
export function languageOfPath(path: string): SyntaxLanguage | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  // A name that only begins with a dot has no ending.
  return dot <= 0 ? undefined : byEnding.get(name.slice(dot));
}

const byId = new Map(
  syntaxLanguages.flatMap((language) => [language.id, ...(language.alsoIds ?? [])].map((id) => [id, language])),
);

const byEnding = new Map(syntaxLanguages.flatMap((language) => language.endings.map((ending) => [ending, language])));
