import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../kit/server.ts'

const kit = join(root, 'dist/web/kit/v1')
const scripts = readdirSync(kit).filter((name) => /^danmu-[a-z]+\.js$/.test(name))

test('a server may import any script of the built kit: nothing happens, and nothing is thrown', () => {
  expect(scripts).toHaveLength(10)
  const imports = scripts.map((name) => `await import('./${name}')`)
  const source = [...imports, "console.log('done', typeof customElements)"].join(';')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', source],
    { cwd: kit, encoding: 'utf8' },
  )
  expect({ stdout, stderr }).toEqual({ stdout: 'done undefined\n', stderr: '' })
})
