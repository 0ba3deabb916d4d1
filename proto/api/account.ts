import { z } from 'zod'
import { accountName, newPassword } from './account-name.ts'
import { epochMs, wholeNumber } from './common.ts'
import type { Api } from './endpoint.ts'
import { uploadPath } from './upload.ts'

/**
 * The roles of accounts. The account of the owner may do everything, `admin` everything but what only
 * the owner may; `analyst` reads, `moderator` moderates every live room that is not private, `host`
 * has live rooms, `viewer` takes part in them, and `guest` does so under a drawn name, without a
 * password.
 */
export const accountRoles = [
  'owner',
  'admin',
  'analyst',
  'moderator',
  'host',
  'viewer',
  'guest',
] as const

/** One of {@link accountRoles}. */
export type AccountRole = (typeof accountRoles)[number]

/** The roles that can be given: there is one owner, and guests make themselves. */
const givenRole = z.enum(['admin', 'analyst', 'moderator', 'host', 'viewer'])

/** The id of the account that the owner token logs in to. */
export const ownerAccount = 'owner'

/** The settings of registration: not possible, by an invite, open to all. */
export const registrations = ['closed', 'invite', 'open'] as const

const secret = z.string().min(1).max(200)

const account = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(accountRoles),
  avatar: z.string().optional().describe('The path of an upload on this server.'),
  createdAt: epochMs,
})

const managed = z.object({
  ...account.shape,
  name: z.string().optional().describe('Absent once the account is deleted.'),
  hasPassword: z.boolean(),
  disabledAt: epochMs.optional(),
  deletedAt: epochMs.optional(),
})

const link = z.object({
  code: z.string().describe('The secret of the link, shown only here.'),
  path: z.string().describe('The address on this server that takes the code.'),
  expiresAt: epochMs,
})

const begun = { description: 'Logged in: the answer sets the cookie.', body: account }
const params = z.object({ account: z.string().max(64) })

/** The endpoints by which people come and go. */
export const loginApi = {
  'POST /api/register': {
    tag: 'Accounts',
    summary: 'Makes an account and logs in; REGISTRATION says who may.',
    problems: ['conflict', 'link-spent', 'not-allowed', 'too-many-requests', 'not-ready'],
    body: z.strictObject({ name: accountName, password: newPassword, invite: secret.optional() }),
    answers: { 201: begun },
  },
  'POST /api/login': {
    tag: 'Accounts',
    summary:
      'Logs a browser in with a cookie: by name and password, or the owner by the owner token.',
    problems: ['wrong-password', 'wrong-token', 'not-allowed', 'too-many-requests', 'not-ready'],
    body: z.union([
      z.strictObject({ name: secret, password: secret.max(1_000) }),
      z.strictObject({ token: secret }),
    ]),
    answers: { 200: begun },
  },
  'POST /api/logout': {
    tag: 'Accounts',
    summary: 'Logs the browser out: its session ends, and the streams that were opened with it.',
    answers: { 204: { description: 'Logged out.' } },
  },
  'POST /api/guest': {
    tag: 'Accounts',
    summary: 'Makes an account with a drawn name and no password, and logs in; GUESTS allows it.',
    problems: ['not-allowed', 'too-many-requests', 'not-ready'],
    answers: { 201: begun },
  },
} as const satisfies Api

const session = z.object({
  id: z.string(),
  createdAt: epochMs,
  usedAt: epochMs,
  expiresAt: epochMs,
  agent: z.string().optional().describe('The browser, as it calls itself.'),
  address: z.string().optional(),
  current: z.boolean().describe('True for the session of this request.'),
})

/** The endpoints of the own account. */
export const meApi = {
  'GET /api/me': {
    tag: 'Accounts',
    summary: 'Returns the account of the caller, if there is one, and how accounts are made here.',
    answers: {
      200: {
        description: 'The caller.',
        body: z.object({
          account: account.extend({ hasPassword: z.boolean() }).optional(),
          registration: z.enum(registrations),
          guests: z.boolean(),
        }),
      },
    },
  },
  'PATCH /api/me': {
    tag: 'Accounts',
    summary: 'Changes the own name, or picture: one that was uploaded before, or null.',
    problems: ['conflict', 'not-found', 'not-ready'],
    body: z.strictObject({
      name: accountName.optional(),
      avatar: uploadPath.nullable().optional(),
    }),
    answers: { 200: { description: 'The account.', body: account } },
  },
  'DELETE /api/me': {
    tag: 'Accounts',
    summary: 'Deletes the own account: its name is free again, its sessions and tokens end.',
    problems: ['conflict', 'not-ready'],
    answers: { 204: { description: 'Deleted.' } },
  },
  'POST /api/me/password': {
    tag: 'Accounts',
    summary: 'Sets a password, by the present one or by the code of a reset; ends other sessions.',
    problems: ['wrong-password', 'link-spent', 'login-required', 'too-many-requests', 'not-ready'],
    body: z.strictObject({
      password: newPassword,
      current: secret.max(1_000).optional(),
      reset: secret.optional(),
    }),
    answers: { 200: begun },
  },
} as const satisfies Api

/** The endpoints of the sessions of the own account. */
export const mySessionApi = {
  'GET /api/me/sessions': {
    tag: 'Accounts',
    summary: 'Lists the browsers that are logged in to the own account.',
    answers: {
      200: { description: 'Newest first.', body: z.object({ sessions: z.array(session) }) },
    },
  },
  'DELETE /api/me/sessions': {
    tag: 'Accounts',
    summary: 'Logs every browser of the own account out, this one included.',
    answers: { 204: { description: 'All are logged out.' } },
  },
  'DELETE /api/me/sessions/:session': {
    tag: 'Accounts',
    summary: 'Logs a browser of the own account out.',
    problems: ['no-such-session'],
    params: z.object({ session: z.string().max(64) }),
    answers: { 204: { description: 'Logged out.' } },
  },
} as const satisfies Api

const days = wholeNumber(1, 30)

const auditEntry = z.object({
  id: z.int(),
  at: epochMs,
  actor: z
    .string()
    .describe('The id of an account, `token:` and the id of a token, or `anonymous`.'),
  name: z.string().optional().describe('The present name of the account.'),
  address: z.string().optional(),
  action: z.string().describe('Method and path of an endpoint.'),
  target: z.record(z.string(), z.string()).describe('The parameters in the path.'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})

/** The endpoints by which the accounts of others are managed. */
export const accountApi = {
  'GET /api/accounts': {
    tag: 'Accounts',
    summary: 'Lists accounts, deleted ones too.',
    query: z.object({
      before: z
        .string()
        .max(64)
        .optional()
        .describe('The id of the last account of the page before.'),
      limit: wholeNumber(1, 200).optional(),
      name: z.string().max(200).optional().describe('The one with this name, if there is one.'),
    }),
    answers: {
      200: {
        description: 'Newest first.',
        body: z.object({ accounts: z.array(managed), next: z.string().optional() }),
      },
    },
  },
  'POST /api/accounts': {
    tag: 'Accounts',
    summary: 'Makes an account without a password, and a link by which its owner sets one.',
    problems: ['conflict', 'not-ready'],
    body: z.strictObject({ name: accountName, role: givenRole }),
    answers: { 201: { description: 'The account.', body: z.object({ account: managed, link }) } },
  },
  'PATCH /api/accounts/:account': {
    tag: 'Accounts',
    summary:
      'Changes name and role, or disables an account: its sessions, tokens and streams end at once.',
    problems: ['conflict', 'no-such-account', 'not-ready'],
    params,
    body: z.strictObject({
      name: accountName.optional(),
      role: givenRole.optional(),
      disabled: z.boolean().optional(),
    }),
    answers: { 200: { description: 'The account.', body: managed } },
  },
  'POST /api/accounts/:account/reset': {
    tag: 'Accounts',
    summary: 'Makes a link by which a new password is set, once, within a day.',
    problems: ['no-such-account', 'conflict', 'not-ready'],
    params,
    answers: { 201: { description: 'The link.', body: link } },
  },
} as const satisfies Api

/** The endpoint of the audit log. */
export const auditApi = {
  'GET /api/audit': {
    tag: 'Accounts',
    summary: 'Lists who changed what; comments, likes and gifts are no changes.',
    problems: ['not-ready'],
    query: z.object({
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('The `next` of a page.'),
      limit: wholeNumber(1, 200).optional(),
    }),
    answers: {
      200: {
        description: 'Newest first.',
        body: z.object({ entries: z.array(auditEntry), next: z.int().optional() }),
      },
    },
  },
} as const satisfies Api

/** The endpoint of invites. */
export const inviteApi = {
  'POST /api/invites': {
    tag: 'Accounts',
    summary: 'Makes a link by which somebody registers, once.',
    problems: ['conflict', 'not-ready'],
    body: z.strictObject({ role: givenRole.optional(), days: days.optional() }),
    answers: { 201: { description: 'The link.', body: link } },
  },
} as const satisfies Api
