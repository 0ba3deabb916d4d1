import { css } from 'lit'

/** The style sheet of pages with forms and lists. */
export const frameStyles = css`
  :host {
    max-width: 72rem;
    min-height: 100vh;
    margin: 0 auto;
    padding: 1rem clamp(0.75rem, 2vw, 2rem) 2rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-bottom: 1rem;
  }

  h1 {
    flex: 1;
    min-width: 8rem;
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }

  .mark {
    display: contents;
  }

  .mark svg {
    width: 1.75rem;
    height: 1.75rem;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
    gap: 1rem;
  }
`
