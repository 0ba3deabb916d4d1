import type { Fields, SignerFamily } from '../family.ts'

interface FeedConfig {
  readonly feeds: Readonly<Record<string, { readonly token?: string | undefined }>>
}

/** `feed`: the name of a feed as `ref`; returns the header with its token, if it has one. */
export const feedSigners: SignerFamily = {
  create({ feeds }: FeedConfig) {
    return {
      purposes: {
        feed: ({ ref = '' }): Promise<Fields> => {
          const token = feeds[ref]?.token
          return Promise.resolve(token === undefined ? {} : { authorization: `Bearer ${token}` })
        },
      },
    }
  },
}
