/** The text of an SVG file, as Vite imports it. */
declare module '*.svg?raw' {
  const text: string
  export default text
}
