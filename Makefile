# Short names for the npm scripts; they do all the work.
.PHONY: build test lint run bench format
build: ; npm run build
test: ; npm test
lint: ; npm run check
run: ; npm start
bench: ; npm run bench
format: ; npm run format
