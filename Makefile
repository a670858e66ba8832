# Two commands start everything: `make run` and `make test`. Nothing but Python 3.11, make and git is needed.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(name)),$(name))))
PREPARED = $(PYTHON) -m server.bootstrap

.PHONY: run check test bench clean

run: ## Prepare what is missing and start the service
	@$(PREPARED) shuida up

check: ## Format, lint, types, architecture, front end
	@$(PREPARED) python -m tests.check

test: ## Every test, with the services they need
	@$(PREPARED) python -m tests.run

bench: ## Speed and memory, against a named reference in the same run
	@$(PREPARED) python -m bench

clean: ## Remove what was built; conversations and secrets in var/ stay
	rm -rf .venv .venv-rasa channels/web/frontend/node_modules channels/web/frontend/dist bot/rasa/.rasa bot/rasa/generated
	rm -rf var/index var/model var/dialogue var/stamps
