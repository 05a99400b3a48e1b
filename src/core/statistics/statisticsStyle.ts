/** Of the statistics page, beside what all pages have. Plots are stretched to the width; their words are not in them. */
export const statisticsStyle = `.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.6rem 1.2rem; margin: 0.8rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
.summary strong { display: block; font-size: 1.9em; font-weight: 400; line-height: 1.2; font-variant-numeric: tabular-nums; }
.words > div { margin: 0.5rem 0; }
figure {
  display: grid;
  grid-template: 'legend legend' auto 'axis plot' 9rem '. ends' auto / auto 1fr;
  gap: 0.5rem;
  margin: 0.6rem 0;
}
.legend { grid-area: legend; display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; list-style: none; margin: 0; padding: 0; }
.legend i { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.4em; box-sizing: border-box; vertical-align: -0.05em; }
.axis { grid-area: axis; display: flex; flex-direction: column; justify-content: space-between; text-align: right; line-height: 1; margin: -0.5em 0; font-variant-numeric: tabular-nums; }
.ends { grid-area: ends; display: flex; justify-content: space-between; font-variant-numeric: tabular-nums; }
.axis, .ends { color: var(--vscode-descriptionForeground); }
svg { display: block; width: 100%; overflow: visible; }
figure > svg { grid-area: plot; height: 100%; }
svg * { vector-effect: non-scaling-stroke; }
.grid { stroke: var(--vscode-descriptionForeground); stroke-opacity: 0.35; }
rect.shown { fill: transparent; stroke: var(--vscode-foreground); }
rect.accepted, .bar { fill: var(--vscode-charts-blue); }
rect.kept { fill: var(--vscode-foreground); stroke: var(--vscode-editor-background); stroke-width: 1.5; }
i.shown { border: 1px solid var(--vscode-foreground); }
i.accepted { background: var(--vscode-charts-blue); }
i.kept { background: var(--vscode-foreground); }
.reach { stroke: var(--vscode-charts-blue); stroke-width: 2; }
.together .bar { fill: var(--vscode-foreground); }
.together .reach { stroke: var(--vscode-foreground); }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; margin: 0.4rem 0 0.8rem; overflow-wrap: normal; }
th, td { padding: 0.25rem 0.8rem 0.25rem 0; text-align: right; vertical-align: bottom; font-variant-numeric: tabular-nums; }
th { font-weight: 600; }
th:first-child { text-align: left; }
tbody th { font-weight: 400; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
.times th:first-child { width: 100%; }
.times td { white-space: nowrap; }
.times svg { height: 0.7rem; margin: 0.2rem 0 0.1rem; }
summary { cursor: pointer; }
summary:focus-visible, button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
button {
  padding: 0.3rem 0.9rem;
  font: inherit;
  color: var(--vscode-button-secondaryForeground);
  background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
  border-radius: 2px;
  cursor: pointer;
}
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
`;
