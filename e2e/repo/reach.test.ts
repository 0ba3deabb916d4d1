import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDom } from '../reach/dom.ts'
import { newerInStyle, stylesIn } from '../reach/style.ts'
import { root } from '../kit/server.ts'

test('no built style sheet needs more than Chromium 103', () => {
  const folder = join(root, 'dist/web')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const styles = files
    .filter((name) => /\.(?:js|css)$/.test(name))
    .flatMap((name) => stylesIn(name, readFileSync(join(folder, name), 'utf8')))
  expect(styles.length).toBeGreaterThan(30)
  expect(styles.flatMap(newerInStyle)).toEqual([])
})

test.each([
  ['a { color: color-mix(in srgb, red, blue) }', 'color-mix()'],
  ['a { height: 100dvh }', 'dvh'],
  ['a { & b { color: red } }', '&'],
  ['a { b { color: red } }', 'a rule in a rule'],
  ['a:has(b) { color: red }', ':has'],
  ['@container (width > 1px) { a { color: red } }', '@container'],
  ['@media (width >= 600px) { a { color: red } }', 'a range in @media'],
  ['a { text-wrap: balance }', 'text-wrap'],
  ['@starting-style { a { opacity: 0 } }', '@starting-style'],
  ['a { overflow: clip; position-anchor: --x }', 'position-anchor'],
  ['a { color: oklch(40% 0.2 30) }', 'oklch()'],
])('%s is found to be newer', (css, what) => {
  expect(newerInStyle(css)).toContain(what)
})

test.each([
  'a { inset: 0 auto; aspect-ratio: 1; color: #fff8; -webkit-text-stroke: 2px red }',
  'a:is(b, :where(c)) ::part(x):host(d)::slotted(e) { accent-color: red; gap: 1em 2rem }',
  '@keyframes x { from { opacity: 0 } 50% { opacity: 1 } }',
  'a { -webkit-mask-image: none; mask-image: none }',
  '@supports (height: 100dvh) { a { height: 100dvh } }',
  '@media (prefers-reduced-motion: reduce) and (min-width: 600px) { a { left: 1px } }',
])('%s is not', (css) => {
  expect(newerInStyle(css)).toEqual([])
})

test('the type check reports newer features in a script, and nothing else', () => {
  const lines = [
    'AbortSignal.any([])',
    'new Set([1]).union(new Set([2]))',
    'document.body.moveBefore(document.body, null)',
    'new CloseWatcher()',
    'AbortSignal.timeout(1), structuredClone([1].at(-1)), new OffscreenCanvas(1, 1)',
  ]
  const cache = join(root, 'node_modules/.cache/reach')
  writeDom(cache)
  const folder = mkdtempSync(join(cache, 'sample-'))
  const options = { extends: '../../../../e2e/reach/tsconfig.json', include: [], exclude: [] }
  const files = ['../dom.d.ts', 'sample.ts']
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...options, files }))
  writeFileSync(join(folder, 'sample.ts'), `export default () => [\n${lines.join(',\n')}\n]\n`)
  const { stdout } = spawnSync('npx', ['tsc', '-p', folder], { cwd: root, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  const complaints = stdout.split('\n').flatMap((line) => /'(\w+)'/.exec(line)?.[1] ?? [])
  expect(complaints).toEqual(['any', 'union', 'moveBefore', 'CloseWatcher'])
})
