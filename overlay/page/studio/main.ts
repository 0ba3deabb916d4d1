import './studio-app/studio-app.ts'
