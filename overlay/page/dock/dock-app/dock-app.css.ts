import { css } from 'lit'

/** The style sheet of the dock: two columns on a screen, one above the other in a narrow dock. */
export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    padding: 0.75rem;
    gap: 0.75rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 1rem;
  }

  scheme-choice {
    margin-inline-start: auto;
  }

  main {
    display: grid;
    flex: 1;
    grid-template-rows: minmax(0, 3fr) minmax(0, 2fr);
    gap: 0.75rem;
    min-height: 0;
  }

  dock-chat,
  dock-thanks {
    min-height: 0;
  }

  @media (min-width: 44em) {
    main {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
      grid-template-rows: minmax(0, 1fr);
    }
  }
`
