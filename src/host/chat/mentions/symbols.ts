import * as vscode from 'vscode';
import type { LineRange } from '../../../shared/codeFacts.ts';

/** A definition as a language server tells it. */
export interface FoundSymbol {
  readonly name: string;
  readonly container: string;
  readonly uri: vscode.Uri;
  readonly lines: LineRange;
  readonly kind: vscode.SymbolKind;
}

/** Of a document, those inside of others too. Empty where no server knows. */
export async function symbolsOf(uri: vscode.Uri): Promise<readonly FoundSymbol[]> {
  const found = await ask<readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return (found ?? []).flatMap((symbol) => flattened(symbol, uri, ''));
}

/** Of the workspace, as its language servers find them. */
export async function workspaceSymbols(query: string): Promise<readonly FoundSymbol[]> {
  const found = await ask<readonly vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', query);
  return (found ?? []).map(ofInformation);
}

async function ask<Result>(command: string, argument: unknown): Promise<Result | undefined> {
  // A server that fails knows nothing: others may.
  return await vscode.commands.executeCommand<Result | undefined>(command, argument).then(
    (result) => result,
    () => undefined,
  );
}

function flattened(
  symbol: vscode.DocumentSymbol | vscode.SymbolInformation,
  uri: vscode.Uri,
  container: string,
): readonly FoundSymbol[] {
  if (!('children' in symbol)) return [ofInformation(symbol)];
  const { name, kind, range, children } = symbol;
  return [
    { name, container, uri, lines: linesOf(range), kind },
    ...children.flatMap((child) => flattened(child, uri, name)),
  ];
}

function ofInformation({ name, containerName, location, kind }: vscode.SymbolInformation): FoundSymbol {
  return { name, container: containerName ?? '', uri: location.uri, lines: linesOf(location.range), kind };
}

function linesOf({ start, end }: vscode.Range): LineRange {
  return { start: start.line, end: end.line + 1 };
}
