import { type Recorded, readRecording } from './recording.ts'

const own = new URL('./busy.ndjson.gz', import.meta.url).href

/**
 * Loads the recording of the studio: a minute of `demo:busy`, whose lines and pseudonyms are those
 * of a recorded broadcast, see THIRD_PARTY_LICENSES.txt beside this file.
 */
export async function ownRecording(): Promise<readonly Recorded[]> {
  const response = await fetch(own)
  return readRecording(new Uint8Array(await response.arrayBuffer()))
}
