# What servers that wait take of the memory.
defmodule MemoryRows do
  def rows do
    [
      {"idle server", :value, fn -> idle(100_000) end}
    ]
  end

  defp idle(count) do
    :erlang.garbage_collect()
    before = :erlang.memory(:total)

    servers =
      for _ <- 1..count do
        {:ok, server} = GenServer.start(Counter, 0)
        server
      end

    used = :erlang.memory(:total) - before
    for server <- servers, do: GenServer.call(server, :next)
    used / count
  end
end
