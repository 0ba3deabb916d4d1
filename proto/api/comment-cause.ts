/** The causes for which a comment is refused; a client has a text for each. */
export const commentRefusalCauses = [
  'not-started',
  'ended',
  'banned',
  'muted',
  'account-too-new',
  'followers-only',
  'empty',
  'too-long',
  'link',
  'blocked-word',
  'repeated',
  'too-fast',
  'slow-mode',
] as const

/** One of {@link commentRefusalCauses}. */
export type CommentRefusalCause = (typeof commentRefusalCauses)[number]
