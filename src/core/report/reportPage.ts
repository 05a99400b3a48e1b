import { escapeHtml } from './html.ts';
import { reportStyle } from './reportStyle.ts';

export interface ReportPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Beside what all pages have. */
  readonly style: string;
  readonly script: string;
  /** Random, of letters and digits: only the script that has it runs. */
  readonly nonce: string;
}

/** A page of a webview, which can load and run nothing but itself. */
export function reportPage({ title, body, style, script, nonce }: ReportPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
${reportStyle}${style}</style>
</head>
<body>
${body}
<script nonce="${nonce}">
${script}
</script>
</body>
</html>
`;
}
