export interface ChatHtmlInput {
  /** The origin of the webview's own files, as its content security policy names it. */
  readonly cspSource: string;
  readonly nonce: string;
  /** The address of one of the page's files. */
  readonly assetUri: (name: string) => string;
}

/**
 * The document of the chat page. Its policy lets it load its own four files and nothing else: no image, no frame, no
 * connection, and no script but the one that has the nonce.
 */
export function chatHtml({ cspSource, nonce, assetUri }: ChatHtmlInput): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Leeward Chat</title>
<link rel="stylesheet" href="${assetUri('codicon.css')}">
<link rel="stylesheet" href="${assetUri('chat.css')}">
</head>
<body>
<div id="chat"></div>
<script nonce="${nonce}" src="${assetUri('chat.js')}"></script>
</body>
</html>`;
}
