/** Signs the query of a push address: returns the field to add to it. */
export type DouyinSigner = (query: Query) => Promise<{ readonly signature: string }>

/**
 * The query of a push address, by field: the fields that a signature covers, and more. Nothing
 * secret.
 */
export type Query = Readonly<Record<string, string>>
