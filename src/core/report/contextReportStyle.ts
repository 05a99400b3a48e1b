/** Of the context page, beside what all pages have. */
export const contextReportStyle = `.path { font-family: var(--vscode-editor-font-family); font-weight: 400; }
ol, ul { list-style: none; margin: 0; padding: 0; }
ol > li { margin: 1rem 0; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.7rem; }
ul > .head { margin: 0.3rem 0; }
a { color: var(--vscode-textLink-foreground); font-family: var(--vscode-editor-font-family); text-decoration: none; }
a:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
.kind {
  padding: 0 0.45em;
  border-radius: 0.8em;
  font-size: 0.85em;
  color: var(--vscode-badge-foreground);
  background: var(--vscode-badge-background);
  border: 1px solid var(--vscode-contrastBorder, transparent);
}
.reason { flex: 1 1 auto; }
.figures { font-variant-numeric: tabular-nums; }
pre {
  margin: 0.35rem 0 0;
  padding: 0.5rem 0.7rem;
  max-height: 24rem;
  overflow: auto;
  font-size: var(--vscode-editor-font-size);
  line-height: 1.4;
  white-space: pre-wrap;
  background: var(--vscode-textCodeBlock-background);
  border: 1px solid var(--vscode-contrastBorder, transparent);
  border-radius: 3px;
}
`;
