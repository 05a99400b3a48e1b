/** Each would set `hacked`, load something or lead somewhere, where it was let through. */
export const attacks: Readonly<Record<string, string>> = {
  script: '<script>hacked = 1</script><img src=x onerror="hacked = 1">',
  handlers:
    '<div onclick="hacked = 1" onmouseover="hacked = 1" style="background:url(https://beacon.invalid/b)">x</div>',
  svg: '<svg onload="hacked = 1"><script>hacked = 1</script></svg><math><mtext></mtext></math>',
  frames: '<iframe src="https://beacon.invalid/f"></iframe><object data="https://beacon.invalid/o"></object>',
  metaRefresh:
    '<meta http-equiv="refresh" content="0;url=https://beacon.invalid/m"><base href="https://beacon.invalid/">',
  image: '![picture](https://beacon.invalid/i.png) ![d](data:image/png;base64,AAAA)',
  reference: '![picture][r] [text][j]\n\n[r]: https://beacon.invalid/r.png\n[j]: javascript:hacked=1',
  javascriptLink:
    '[click](javascript:hacked=1) <javascript:hacked=1> [c](java\tscript:hacked=1) [e](&#106;avascript:hacked=1)',
  otherSchemes: '[a](data:text/html,x) [b](command:workbench.action.quit) [c](vscode://x/y) [d](file:///etc/passwd)',
  infoString: '```"><img src=x onerror=hacked=1>\ncode\n```\n\n```html\n<img src=x onerror="hacked = 1">\n```',
  heading:
    '# <img src=x onerror="hacked = 1">\n\n| <img src=x onerror="hacked = 1"> |\n|---|\n| `<script>hacked = 1</script>` |',
  fakeFence: '<pre data-fence="0"></pre><span data-link="javascript:hacked=1">x</span>',
  form: '<form action="https://beacon.invalid/p"><button>Go</button></form><style>@import "https://beacon.invalid/s"</style>',
};
