/** A definition at the top level of a file, which other files may use. */
export interface SharedDefinition {
  /** Of its file: `/`-separated, relative to the workspace folder. */
  readonly path: string;
  /** What other files call it, which need not be its name any more. */
  readonly name: string;
}

/** A file in which a name means a definition of another file, and how it comes to be known there. */
export interface DefinitionUser extends NameOrigins {
  readonly path: string;
}

/** Where a file has a name from. */
export interface NameOrigins {
  /** Modules, as the file spells them, that it imports the name from: `./files` of `import { load } from './files'`. */
  readonly modules: readonly string[];
  /** What may stand before the name: `files` of `files.load`, `app.files` of `app.files.load`. */
  readonly qualifiers: readonly string[];
  /** It needs neither: the file is of the same package, or imports all names of the module. */
  readonly isDirect: boolean;
}
