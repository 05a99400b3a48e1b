/** Colours and fonts are the theme's; the layout holds in a narrow column too. */
export const reportStyle = `body {
  max-width: 60rem;
  margin: 0 auto;
  padding: 0.5rem 1.25rem 2rem;
  font-family: var(--vscode-font-family);
  font-size: var(--vscode-font-size);
  line-height: 1.5;
  overflow-wrap: anywhere;
  background: var(--vscode-editor-background);
}
h1 { font-size: 1.35em; font-weight: 600; margin: 0.8rem 0 0.4rem; }
h2 { font-size: 1.1em; font-weight: 600; margin: 1.6rem 0 0.2rem; }
p { margin: 0.2rem 0 0.6rem; }
pre, code { font-family: var(--vscode-editor-font-family); }
.muted { color: var(--vscode-descriptionForeground); }
.remark { border-left: 3px solid var(--vscode-textBlockQuote-border); padding-left: 0.7rem; }
code { background: none; color: inherit; padding: 0; }
`;
