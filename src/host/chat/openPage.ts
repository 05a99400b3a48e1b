import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChatHost } from '../../shared/chatProtocol.ts';
import { chatHtml } from './chatHtml.ts';
import { connectPage, type PageConnection } from './connectPage.ts';

/** Loads the chat's page into a webview, which may read the page's own folder and nothing else. */
export function openPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  host: ChatHost,
  onBug: (error: unknown) => void,
): PageConnection {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'chat');
  webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
  const connection = connectPage(webview, host, onBug);
  webview.html = chatHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
    assetUri: (name) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString(),
  });
  return connection;
}
