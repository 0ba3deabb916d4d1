import { join } from 'node:path'
import { atomicFile } from '../lib/file/atomic-file.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { ConfiguredRoom } from '../room/catalog.ts'
import { configuredRoom, createRoomTable } from '../room/room-table.ts'
import { Collection } from '../store/collection.ts'
import type { Database } from '../store/engine/database.ts'
import { type AccountRecord, accountRecord, accountTable } from '../store/query/account.ts'
import { type BanRecord, banRecord, banTable } from '../store/query/ban.ts'
import { type GiftRecord, giftRecord, giftTable } from '../store/query/coin/catalogue.ts'
import {
  type CredentialRecord,
  credentialRecord,
  credentialTable,
} from '../store/query/credential.ts'
import { type InviteRecord, inviteRecord, inviteTable } from '../store/query/invite.ts'
import { type LiveRoomRecord, liveRoomRecord, liveRoomTable } from '../store/query/live-room.ts'
import { type MemberRecord, memberRecord, memberTable } from '../store/query/member.ts'
import { type OverlayRecord, overlayRecord, overlayTable } from '../store/query/overlay.ts'
import { type SessionRecord, sessionRecord, sessionTable } from '../store/query/session.ts'
import { type TokenRecord, tokenRecord, tokenTable } from '../store/query/token.ts'

/** The persisted collections of a relay. */
export interface Collections {
  readonly rooms: Collection<ConfiguredRoom>
  readonly overlays: Collection<OverlayRecord>
  readonly credentials: Collection<CredentialRecord>
  readonly tokens: Collection<TokenRecord>
  readonly sessions: Collection<SessionRecord>
  readonly accounts: Collection<AccountRecord>
  readonly invites: Collection<InviteRecord>
  readonly liveRooms: Collection<LiveRoomRecord>
  readonly members: Collection<MemberRecord>
  readonly bans: Collection<BanRecord>
  readonly gifts: Collection<GiftRecord>
}

/**
 * Opens the collections of a data folder, each with its file. Rooms and overlays are copied, because
 * they are needed before the database is available.
 */
export function openCollections(dataDir: string, database: Database, log: Logger): Collections {
  const of = (name: string, copied: boolean) => ({
    name,
    copied,
    file: atomicFile(join(dataDir, `${name}.json`)),
    database,
    log,
  })
  const credentials = new Collection({
    ...of('credentials', false),
    table: credentialTable,
    schema: credentialRecord,
  })
  const tokens = new Collection({ ...of('tokens', false), table: tokenTable, schema: tokenRecord })
  return {
    credentials,
    tokens,
    accounts: new Collection({
      ...of('accounts', false),
      table: accountTable,
      schema: accountRecord,
    }),
    invites: new Collection({ ...of('invites', false), table: inviteTable, schema: inviteRecord }),
    sessions: new Collection({
      ...of('sessions', false),
      table: sessionTable,
      schema: sessionRecord,
    }),
    liveRooms: new Collection({
      ...of('live-rooms', true),
      table: liveRoomTable,
      schema: liveRoomRecord,
    }),
    members: new Collection({
      ...of('members', true),
      table: memberTable,
      schema: memberRecord,
    }),
    bans: new Collection({ ...of('bans', true), table: banTable, schema: banRecord }),
    gifts: new Collection({ ...of('gifts', false), table: giftTable, schema: giftRecord }),
    overlays: new Collection({
      ...of('overlays', true),
      table: overlayTable,
      schema: overlayRecord,
    }),
    rooms: new Collection({
      ...of('rooms', true),
      table: createRoomTable(() => systemClock.now()),
      schema: configuredRoom,
      cascade: (slug) => {
        credentials.forget(({ room }) => room === slug)
        tokens.forget(({ room }) => room === slug)
      },
    }),
  }
}
