/** Part of `npm run build`: tsc does not carry generated JavaScript into dist. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
cpSync(join(root, 'proto/gen'), join(root, 'dist/proto/gen'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
})
