# The server that is measured: a number.
defmodule Counter do
  use GenServer
  def start_link(options), do: GenServer.start_link(__MODULE__, 0, options)
  @impl true
  def init(value), do: {:ok, value}
  @impl true
  def handle_call(:next, _from, value), do: {:reply, value + 1, value + 1}
  @impl true
  def handle_cast(:add, value), do: {:noreply, value + 1}
end
