import { z } from 'zod'
import { defineSettings, onOff } from '../lib/setting.ts'

/** The settings of files and the database. */
export const storageSettings = defineSettings({
  DATA_DIR: {
    key: 'dataDir',
    help: 'Folder for journals, the embedded database, keys and other data.',
    schema: z.string().min(1).default('./data'),
  },
  STORE: {
    key: 'store',
    help: 'on or off: whether there is a database; off keeps rooms, tokens, logins and overlays in files.',
    schema: onOff('on'),
  },
  MIGRATE: {
    key: 'migrate',
    help: 'on or off: whether the schema is brought up to date; off only looks whether it is.',
    schema: onOff('on'),
  },
  DATABASE_URL: {
    key: 'databaseUrl',
    help: 'A PostgreSQL server (15 or newer), instead of the embedded database in DATA_DIR.',
    secret: true,
    schema: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
      .optional(),
  },
})
