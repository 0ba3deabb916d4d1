/** `npm run proto`: makes proto/gen, which is not in git: upstream codecs and the feed's types. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import pbjs from 'protobufjs-cli/pbjs.js'
import { feedSchemaDocument } from './feed/schema/document.ts'
import { typescriptOf } from './feed/schema/typescript.ts'

const gen = join(import.meta.dirname, 'gen')
const upstreams = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.proto'))

// Comments must stay: pbjs derives the declarations from them.
const flags = '-t static-module -w esm --dts --force-long --no-create --no-verify --no-convert'
const more = '--no-delimited --no-typeurl --no-service'

mkdirSync(gen, { recursive: true })
const compile = promisify(pbjs.main)
for (const file of upstreams) {
  const args = [...flags.split(' '), ...more.split(' '), '-p', import.meta.dirname]
  // One after the other: pbjs keeps state in its module.
  await compile([
    ...args,
    join(import.meta.dirname, file),
    '-o',
    join(gen, `${basename(file, '.proto')}.js`),
  ])
}
writeFileSync(join(gen, 'feed.ts'), typescriptOf(feedSchemaDocument()))
