import { z } from 'zod'
import { defineSettings, onOff, whole } from '../lib/setting.ts'

/** The settings about people. */
export const accountSettings = defineSettings({
  REGISTRATION: {
    key: 'registration',
    help: 'Who may make an account: closed (the owner makes them), invite (by a link) or open.',
    schema: z.enum(['closed', 'invite', 'open']).default('closed'),
  },
  GUESTS: {
    key: 'guests',
    help: 'on or off: people may take part in live rooms under a drawn name, without an account.',
    schema: onOff('off'),
  },
  COINS_PER_DAY: {
    key: 'coinsPerDay',
    help: 'Coins that one account may spend in a day (UTC); 0 sets no limit.',
    schema: whole(0, 0, 1_000_000_000),
  },
  SESSIONS: {
    key: 'sessions',
    help: 'many or single: with single a login ends the other sessions of the account.',
    schema: z.enum(['many', 'single']).default('many'),
  },
  AUDIT_DAYS: {
    key: 'auditDays',
    help: 'Days for which the audit log is kept; 0 keeps it for ever.',
    schema: whole(365, 0, 36_500),
  },
})
