/** Part of `npm run build`: carries into dist what tsc does not: generated code, SQL, licences. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const licence = 'server/platform/demo/recorded/THIRD_PARTY_LICENSES.txt'

for (const path of ['proto/gen', 'sql', licence]) {
  cpSync(join(root, path), join(root, 'dist', path), {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  })
}
