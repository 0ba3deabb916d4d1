import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Caps, startEngine } from './sandbox.ts'

const caps: Caps = { loadMs: 200, signMs: 200, memoryBytes: 8 * 2 ** 20, stackBytes: 512 * 1024 }
const stub = createHash('md5').update('a connection').digest('hex')

// A busy machine may take longer for an honest script; only hostile ones must meet their limit.
const ampleCaps: Caps = { ...caps, loadMs: 10_000, signMs: 10_000 }

async function signWith(source: string, within = caps): Promise<string> {
  return (await startEngine(within)).load(source).sign(stub)
}

const body = `function (stub) { return 'f' + stub.slice(0, 15) }`

describe('S0-6: a script signs', () => {
  test.each([
    [
      'as the unpatched client',
      `globalThis.byted_acrawler = { frontierSign: function (asked) { return { 'X-Bogus': (${body})(asked['X-MS-STUB']) } } }`,
    ],
    [
      'as a client on a window of its own',
      `window = { byted_acrawler: { frontierSign: function (asked) { return (${body})(asked['X-MS-STUB']) } } }`,
    ],
    ['by get_sign', `var get_sign = ${body}`],
    ['by get_signature', `function get_signature(stub) { return { 'X-Bogus': (${body})(stub) } }`],
    [
      'by getSign, with a window from jsdom',
      `var JSDOM = require('jsdom').JSDOM
       var page = new JSDOM('<html></html>').window
       setTimeout(function () { throw new Error('never run') }, 3000)
       console.log(page.navigator.userAgent, page.document.cookie)
       page.getSign = function (asked) { return (${body})(asked['X-MS-STUB']) }`,
    ],
  ])('%s', async (_how, source) => {
    expect(await signWith(source, ampleCaps)).toBe(`f${stub.slice(0, 15)}`)
  })

  test('call after call in one process, so that it can count them', async () => {
    const { sign } = (await startEngine(ampleCaps)).load(
      `var calls = 0; function get_sign(stub) { return 'abcdefghijklmno' + String.fromCharCode(64 + ++calls) }`,
    )
    expect([sign(stub), sign(stub)].map((text) => text.at(-1))).toEqual(['A', 'B'])
  })
})

describe('T-SBX: a hostile script', () => {
  const endless = 'for (;;) {}'
  const huge = 'var all = []; for (;;) all.push(new Uint8Array(64 * 1024 * 1024).fill(1))'
  const sources: readonly (readonly [string, string])[] = [
    ['never ends', endless],
    ['never ends when asked', `function get_sign() { ${endless} }`],
    ['catches its own end', `for (;;) { try { ${endless} } catch (e) {} }`],
    ['never ends in a pattern', `/^(a+)+$/.test('${'a'.repeat(40)}b')`],
    ['never ends when its message is read', `throw { get message() { ${endless} } }`],
    ['wants 2 GB', huge],
    ['wants 2 GB when asked', `function get_sign() { ${huge} }`],
    ['wants 2 GB in one piece', 'new ArrayBuffer(2 ** 31)'],
    ['wants 2 GB of text', `var s = 'x'; for (;;) s += s`],
    ['calls itself', `(function f() { f() })()`],
    ['does nothing', ''],
    ['is none', '}{'],
    ['signs with something else', `function get_sign() { return { toString: 1 } }`],
    ['signs with too much', `function get_sign() { return 'x'.repeat(1e6) }`],
    ['signs with other symbols', `function get_sign() { return 'signature=ok&x=1' }`],
    [
      'imports',
      `var fs; import('node:fs').then(function (it) { fs = it }); function get_sign() { return fs && 'abcdefghijklmnop' }`,
    ],
    ...[
      'process.exit(1)',
      `require('fs').readFileSync('/etc/passwd')`,
      `fetch('http://127.0.0.1/')`,
      `(function () {}).constructor('return process')().exit(1)`,
      `[].constructor.constructor('return this')().process.exit(1)`,
      `console.log.constructor.constructor('return process')().env`,
      `new Worker('x')`,
      `new XMLHttpRequest()`,
      `WebAssembly.compile(new Uint8Array(8))`,
      `postMessage('hello')`,
    ].map((source) => [`tries ${source}`, `${source}; throw new Error('it works')`] as const),
  ]

  test.each(sources)('that %s fails soon and reaches nothing', async (_what, source) => {
    const signing = signWith(source)
    await expect(signing).rejects.toThrow(/^(?:fails: |takes more|has none|gives no)/)
    await expect(signing).rejects.not.toThrow('it works')
  })

  test('is quoted in plain letters and short', async () => {
    const signing = signWith(`throw new Error('no\\n<b>${'x'.repeat(200)}')`)
    await expect(signing).rejects.toThrow(/^fails: nobx{77}$/)
  })
})
