/**
 * The parts of a page that the known builds of the web client's script need, found by omission:
 * plain objects without function. `process`, `module`, `exports` and `define` stay undefined, else
 * some of them take the engine for Node.
 */
export const shim = `
var window = globalThis
var document = { cookie: '' }
var navigator = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0' }
var setTimeout = function () { return 0 }
var console = { log: function () {} }
var require = function (name) {
  if (name !== 'jsdom') throw new Error('there is nothing to require')
  return { JSDOM: function () { return { window: globalThis } } }
}
`

/** Calls the first known signing function that a script left behind. */
export const call = `(function (stub) {
  var asked = { 'X-MS-STUB': stub }
  var page = globalThis.window || {}
  var client = globalThis.byted_acrawler || page.byted_acrawler
  var ways = [
    client && client.frontierSign && function () { return client.frontierSign(asked) },
    typeof get_sign === 'function' && function () { return get_sign(stub) },
    typeof get_signature === 'function' && function () { return get_signature(stub) },
    typeof getSign === 'function' && function () { return getSign(asked) },
  ]
  for (var i = 0; i < ways.length; i++) {
    if (!ways[i]) continue
    var answer = ways[i]()
    if (answer && typeof answer === 'object') answer = answer['X-Bogus']
    return typeof answer === 'string' && answer.length === 16 ? answer : 'no signature'
  }
  return 'no entry'
})`
