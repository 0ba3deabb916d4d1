import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../kit/server.ts'

test('S0-36 every target of the Makefile is a script of the package, and does nothing else', () => {
  const makefile = readFileSync(join(root, 'Makefile'), 'utf8')
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const targets = [...makefile.matchAll(/^(\w+): ; npm (?:run )?(\w+)$/gm)]
  expect(targets.map(([, name]) => name)).toEqual(
    /^\.PHONY: (.*)$/m.exec(makefile)?.[1]?.split(' '),
  )
  for (const [, , script = ''] of targets) expect(Object.keys(scripts)).toContain(script)
})
