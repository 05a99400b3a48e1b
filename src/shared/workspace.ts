/**
 * The files of one workspace folder, wherever they are: on this machine's disk, or behind VS Code's file system API.
 * Nothing else in the program opens a file of the user's repository.
 */
export interface Workspace {
  /**
   * Paths of all files that may be read, `/`-separated, relative to the folder. Ignored, private, linked and irregular
   * files (symbolic links, FIFOs, devices) are not among them.
   *
   * @param under only what is in this folder. Nothing, where it is none, or may not be read.
   */
  list(signal: AbortSignal, under?: string): Promise<readonly WorkspaceFile[]>;
  /** What `list` would say of one path now. `undefined`: it is not there, or may not be read. */
  stat(path: string): Promise<WorkspaceFile | undefined>;
  /** The bytes of a file that `stat` gives. `undefined`: it has gone, may not be read, or has grown above `limitBytes`. */
  read(path: string, limitBytes: number): Promise<Uint8Array | undefined>;
  /** To be told of changed paths before they are asked for: an ignore file among them holds at once. */
  filesChanged(paths: readonly string[]): void;
}

export interface WorkspaceFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}
