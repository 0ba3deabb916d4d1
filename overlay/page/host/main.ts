import './host-app/host-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
