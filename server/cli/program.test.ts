import { expect, test } from 'vitest'
import { exitCodes } from './command.ts'
import { runWith } from './program.fake.ts'

/** Returns the names in the first column of a part of a help. */
function listed(help: string, part: string): readonly string[] {
  const [, text = ''] = help.split(`${part}:\n`)
  return [...(text.split('\n\n')[0] ?? '').matchAll(/^ {2}(\S+)/gm)].flatMap(
    ([, name]) => name ?? [],
  )
}

test('D6 the help lists every command, and the help of each its arguments and options', async () => {
  const { code, out, err } = await runWith(['--help'])
  expect([code, err]).toEqual([exitCodes.ok, ''])
  const names = listed(out, 'Commands').filter((name) => name !== 'help')
  expect(names).toHaveLength(13)
  for (const name of names) {
    const help = await runWith([name, '--help'])
    expect([help.code, help.err]).toEqual([exitCodes.ok, ''])
    expect(help.out).toMatch(new RegExp(`^Usage: danmu-relay ${name} `))
    expect(listed(help.out, 'Options')).toContain('-h,')
  }
})

test('D6 a command accepts the options that its help lists, and no other', async () => {
  const { out } = await runWith(['sign', 'douyin', '--help'])
  expect(listed(out, 'Options')).toEqual(['--stub', '--draws', '--call', '-h,'])
  const known = ['sign', 'douyin', '--stub', '0'.repeat(32), '--draws=0,0,0', '--call', '2']
  expect(await runWith(known)).toMatchObject({ code: exitCodes.ok, err: '' })
  const unknown = await runWith([...known, '--calls', '2'])
  expect(unknown).toMatchObject({ code: exitCodes.usage, out: '' })
  expect(unknown.err).toMatch(/^error: unknown option '--calls'\n\(Did you mean --call\?\)/)
})

test.each([
  [['doctor', 'bilibili:1', '--seconds'], 'argument missing'],
  [['serve', 'now'], 'too many arguments'],
  [['serv'], 'Did you mean serve?'],
  [[], 'Usage: danmu-relay'],
  [['config', 'chek'], "'chek' is invalid"],
])('%j is refused with the help', async (args, words) => {
  const { code, out, err } = await runWith(args)
  expect([code, out]).toEqual([exitCodes.usage, ''])
  expect(err).toContain(words)
  expect(err).toContain('Usage: danmu-relay')
})

test.each([
  [['decode'], 2, "missing required argument 'platform'"],
  [['decode', 'huya', 'x'], 2, 'huya'],
  [['decode', 'demo', 'x'], 2, 'demo'],
  [['decode', 'douyin'], 2, "missing required argument 'file'"],
  [['decode', 'douyin', '/no/such/file'], 1, '/no/such/file: there is no such file\n'],
  [['tail', 'http://localhost:1'], 2, 'no feed'],
  [['frobnicate'], 2, "unknown command 'frobnicate'"],
  [['__proto__'], 2, 'unknown command'],
  [['serve', 'now'], 2, 'too many arguments'],
  [['config', 'chek'], 2, 'chek'],
  [['tail'], 2, "missing required argument 'feed'"],
  [['tail', 'ftp://x/'], 2, 'neither ws'],
  [['tail', 'http://'], 2, 'not an address'],
])('%j exits with %i and says why', async (args, code, words) => {
  const outcome = await runWith(args)
  expect(outcome).toMatchObject({ code, err: expect.stringContaining(words) })
  expect(outcome.err).not.toMatch(/\bat .+:\d+:\d+/)
})

test('help about one command has no other effect', async () => {
  const help = await runWith(['tail', '--help'])
  expect(help).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('Usage: danmu-relay tail'),
  })
})
